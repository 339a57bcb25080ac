package org.reformatted.realign.llm;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.reformatted.realign.base.InputException;

/** Checks the address of a service before anything is sent to it. */
public final class BaseUrl {
    private BaseUrl() {}

    /**
     * Parses an address.
     *
     * @param place where it was found, such as {@code the environment variable OPENAI_BASE_URL}
     * @param text the address up to its version, such as {@code https://api.openai.com/v1}
     * @return the address without slashes at its end
     * @throws InputException when it is not an http or https address with a host and without user, query and fragment
     */
    public static URI parse(String place, String text) {
        URI address;
        try {
            address = new URI(text.strip().replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw problem(
                    place,
                    "an address that cannot be read (" + e.getReason() + " at position " + (e.getIndex() + 1) + ")");
        }
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw problem(
                    place,
                    scheme.isEmpty() ? "an address without http:// or https://" : "an address of scheme " + scheme);
        }
        if (address.getHost() == null) {
            throw problem(place, "an address without a valid host name");
        }
        if (address.getPort() == 0 || address.getPort() > 65_535) {
            throw problem(place, "port " + address.getPort());
        }
        if (address.getUserInfo() != null) {
            throw problem(place, "an address with a user name or password in it");
        }
        if (address.getQuery() != null || address.getFragment() != null) {
            throw problem(place, "an address with a query (?) or fragment (#)");
        }
        if (address.getPath() != null && address.getPath().endsWith("/chat/completions")) {
            throw problem(place, "an address that ends in /chat/completions, which is added to it");
        }
        return address;
    }

    private static InputException problem(String place, String found) {
        return InputException.at(
                place,
                found,
                "one such as https://api.openai.com/v1 or http://localhost:8000/v1",
                "correct or unset it");
    }
}
