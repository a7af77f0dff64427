package dev.azulejo.nn.peer;

/** Nobody else: all sums are there already. */
record SingleWorker() implements Peers {
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public void sum(Summands values) {}

    @Override
    public void share(byte... values) {}

    @Override
    public void fail(String reason) {}

    @Override
    public void close() {}
}
