package org.reformatted.realign.llm;

/** Sends a request when {@link RequestLimits} grants it, and reports the tokens that it used. */
final class LimitedChatModel implements ChatModel {
    private final ChatModel model;
    private final RequestLimits limits;

    /**
     * Wraps a model.
     *
     * @param model the wrapped model
     * @param limits grants requests
     */
    LimitedChatModel(ChatModel model, RequestLimits limits) {
        this.model = model;
        this.limits = limits;
    }

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public Completion complete(ChatRequest request) {
        Usage most = MeteredChatModel.most(request);
        double expected = RateLimitedChatModel.expectedTokens(request);
        limits.reserve(identity(), most, expected);
        Usage taken = most; // an internal error may have occurred after the service's answer
        try {
            Completion completion = model.complete(request);
            taken = completion.usage();
            return completion;
        } catch (ChatModelException e) {
            taken = e.failure().mayBePaid() ? most : Usage.NONE;
            throw e;
        } finally {
            limits.settle(identity(), most, expected, taken);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
