package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.List;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;

/** Proposes a response in the format of its category. */
public interface Reformatter extends AutoCloseable {
    /**
     * Returns the identity of the reformatter, which is so precise that equal identities and rows give equal results.
     *
     * @return the identity
     */
    String identity();

    /**
     * Rewrites one response.
     *
     * @param conversation the row, with the evidence found for it
     * @param category its category, which has a format
     * @return the rewrite, or why the response is not changed
     */
    RevisedResponse reformat(Conversation conversation, TaskCategory category);

    /**
     * A row and its category.
     *
     * @param conversation the row, with the evidence found for it
     * @param category its category, which has a format
     */
    record Task(Conversation conversation, TaskCategory category) {}

    /**
     * Rewrites many responses; a reformatter that answers faster in batches overrides this.
     *
     * @param tasks the rows
     * @return one result per row, in their order
     */
    default List<RevisedResponse> reformatAll(List<Task> tasks) {
        List<RevisedResponse> revised = new ArrayList<>(tasks.size());
        for (Task task : tasks) {
            revised.add(reformat(task.conversation(), task.category()));
        }
        return revised;
    }

    /** Releases the reformatter's resources; a second call has no effect. */
    @Override
    default void close() {}
}
