package dev.maneki.connect.protoc;

/**
 * What was asked for, as protoc's {@code --maneki-connect_opt}.
 *
 * @param async whether to write the asynchronous forms as well; they are written unless {@code
 *     async=false}
 */
record Options(boolean async) {
    static Options parse(String parameter) {
        boolean async = true;
        for (String option : parameter.split(",", -1)) {
            switch (option.strip()) {
                case "", "async", "async=true" -> {}
                case "async=false" -> async = false;
                default ->
                        throw new GenerationException(
                                "unknown option '"
                                        + option.strip()
                                        + "': there is async=true (the default) and async=false");
            }
        }
        return new Options(async);
    }
}
