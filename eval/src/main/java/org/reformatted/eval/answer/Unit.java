package org.reformatted.eval.answer;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.eval.algebra.Expression;

/**
 * A unit of measurement after a number. Units of different dimensions, or of different sizes, give different answers. A number without a unit, or
 * with a noun that is not a unit, is a plain number.
 *
 * @param dimension the measured quantity, such as {@code length}
 * @param top its size in the dimension's smallest units, before division by {@code bottom}
 * @param bottom the divisor
 * @param power 2 for areas, 3 for volumes
 */
record Unit(String dimension, long top, long bottom, int power) {
    /** Hundredths: 50% is the number 50 or one half, depending on the question. */
    static final Unit PERCENT = new Unit("percent", 1, 100, 1);

    /** British money; the word pound alone may also be a weight. */
    static final String STERLING = "sterling";

    private static final String MONEY = "money";

    private static final Pattern PER = Pattern.compile("(.+?)\\s*(?:/|\\bper\\b)\\s*(.+?)(?:\\^([23]))?");

    private static final Map<String, Unit> NAMED = named();

    private static Map<String, Unit> named() {
        Map<String, Unit> named = new HashMap<>();
        add(named, "length", 1, 1, "mm millimeter millimetre");
        add(named, "length", 10, 1, "cm centimeter centimetre");
        add(named, "length", 1000, 1, "m meter metre");
        add(named, "length", 1_000_000, 1, "km kilometer kilometre");
        add(named, "length", 254, 10, "in inch inches");
        add(named, "length", 3048, 10, "ft foot feet");
        add(named, "length", 9144, 10, "yd yard");
        add(named, "length", 1_609_344, 1, "mi mile");
        add(named, "mass", 1, 1, "g gram");
        add(named, "mass", 1000, 1, "kg kilogram");
        add(named, "time", 1, 1, "s sec second");
        add(named, "time", 60, 1, "min minute");
        add(named, "time", 3600, 1, "h hr hour");
        add(named, "time", 86_400, 1, "day");
        add(named, "time", 604_800, 1, "week");
        add(named, MONEY, 1, 1, "cent");
        add(named, MONEY, 100, 1, "dollar usd");
        add(named, "money in euro", 1, 1, "euro eur");
        add(named, "money in pound", 1, 1, STERLING);
        add(named, "volume", 1, 1, "ml milliliter");
        add(named, "volume", 1000, 1, "l liter litre");
        add(named, PERCENT.dimension, PERCENT.top, PERCENT.bottom, "percent pct percentage");
        add(named, "forenoon", 1, 1, "am a.m. a.m");
        add(named, "afternoon", 1, 1, "pm p.m. p.m");
        return named;
    }

    private static void add(Map<String, Unit> named, String dimension, long top, long bottom, String names) {
        for (String name : names.split(" ", -1)) {
            named.put(name, new Unit(dimension, top, bottom, 1));
            named.put(name + "s", new Unit(dimension, top, bottom, 1));
        }
    }

    /** Returns whether a word is a unit's name; single letters are excluded, because they may be variables. */
    static boolean isName(String word) {
        return word.length() > 1 && NAMED.containsKey(word.toLowerCase(Locale.ROOT));
    }

    /** Returns the unit that some words name, such as {@code square cm}; empty for words that are not a unit. */
    static Optional<Unit> of(String words, int power) {
        String text = words.strip().toLowerCase(Locale.ROOT);
        Matcher rate = PER.matcher(text);
        if (rate.matches()) {
            int below = rate.group(3) == null ? power : Integer.parseInt(rate.group(3));
            return of(rate.group(1), 1).map(unit -> unit.per(rate.group(2), below));
        }
        int raised = power;
        if (text.matches("(?:square|sq\\.?) .*")) {
            raised = 2;
        } else if (text.matches("(?:cubic|cu\\.?) .*")) {
            raised = 3;
        }
        String name =
                raised == power ? text : text.substring(text.indexOf(' ') + 1).strip();
        Unit unit = NAMED.get(name);
        return unit == null ? Optional.empty() : Optional.of(new Unit(unit.dimension, unit.top, unit.bottom, raised));
    }

    /** Divides this unit by a power of another unit. A price remains an amount of money, whatever it is the price of. */
    Unit per(String other, int times) {
        if (dimension.startsWith(MONEY)) {
            return this;
        }
        Unit divisor = of(other, 1).orElse(new Unit(other, 1, 1, 1));
        String rate = dimension + power + " per " + divisor.dimension + times;
        long over = top;
        long under = bottom;
        for (int i = 0; i < times; i++) {
            over = Math.multiplyExact(over, divisor.bottom);
            under = Math.multiplyExact(under, divisor.top);
        }
        return new Unit(rate, over, under, 1);
    }

    boolean measuresLike(Unit other) {
        return dimension.equals(other.dimension) && power == other.power;
    }

    /** Converts a number of this unit to the dimension's smallest unit. */
    Expression inSmallest(Expression number) {
        Expression size = Expression.of(top).dividedBy(Expression.of(bottom));
        return number.times(size.power(Expression.of(power)));
    }
}
