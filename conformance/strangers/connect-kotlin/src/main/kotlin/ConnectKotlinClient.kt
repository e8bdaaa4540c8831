import com.connectrpc.Code
import com.connectrpc.ConnectException
import com.connectrpc.Idempotency
import com.connectrpc.MethodSpec
import com.connectrpc.ProtocolClientConfig
import com.connectrpc.ResponseMessage
import com.connectrpc.SerializationStrategy
import com.connectrpc.StreamType
import com.connectrpc.extensions.GoogleJavaJSONStrategy
import com.connectrpc.extensions.GoogleJavaProtobufStrategy
import com.connectrpc.impl.ProtocolClient
import com.connectrpc.okhttp.ConnectOkHttpClient
import com.connectrpc.protocols.NetworkProtocol
import dev.maneki.example.greet.v1.GreetAgainRequest
import dev.maneki.example.greet.v1.GreetAgainResponse
import dev.maneki.example.greet.v1.GreetEachRequest
import dev.maneki.example.greet.v1.GreetEachResponse
import dev.maneki.example.greet.v1.GreetGroupRequest
import dev.maneki.example.greet.v1.GreetGroupResponse
import dev.maneki.example.greet.v1.GreetRequest
import dev.maneki.example.greet.v1.GreetResponse
import dev.maneki.example.greet.v1.WrongField
import kotlin.system.exitProcess
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import okhttp3.OkHttpClient
import okhttp3.Protocol

private const val SERVICE = "maneki.example.greet.v1.GreetService"
private val GREET = MethodSpec("$SERVICE/Greet", GreetRequest::class, GreetResponse::class, StreamType.UNARY, Idempotency.NO_SIDE_EFFECTS)
private val GREET_AGAIN = MethodSpec("$SERVICE/GreetAgain", GreetAgainRequest::class, GreetAgainResponse::class, StreamType.SERVER)
private val GREET_GROUP = MethodSpec("$SERVICE/GreetGroup", GreetGroupRequest::class, GreetGroupResponse::class, StreamType.CLIENT)
private val GREET_EACH = MethodSpec("$SERVICE/GreetEach", GreetEachRequest::class, GreetEachResponse::class, StreamType.BIDI)

private var failed = false

private fun case(name: String, check: suspend () -> Unit) {
    try {
        runBlocking { withTimeout(20_000) { check() } }
        println("ok $name")
    } catch (e: Throwable) {
        failed = true
        println("FAIL $name: $e")
    }
}

private fun equal(seen: Any?, expected: Any?) {
    if (seen != expected) throw AssertionError("saw $seen, expected $expected")
}

/** connect-kotlin's client: the arguments are the port, the protocol and the form. */
fun main(arguments: Array<String>) {
    val (port, protocol, form) = arguments
    val strategy: SerializationStrategy = if (form == "json") GoogleJavaJSONStrategy() else GoogleJavaProtobufStrategy()
    val http = OkHttpClient.Builder().protocols(listOf(Protocol.H2_PRIOR_KNOWLEDGE)).build()
    val client =
        ProtocolClient(
            ConnectOkHttpClient(http),
            ProtocolClientConfig("http://localhost:$port", strategy, NetworkProtocol.valueOf(protocol)),
        )

    case("unary") {
        val ann = GreetRequest.newBuilder().setName("Ann").build()
        when (val answer = client.unary(ann, mapOf("greet-language" to listOf("nl")), GREET)) {
            is ResponseMessage.Success -> {
                equal(answer.message.greeting, "Hallo, Ann!")
                equal(answer.headers["greet-language"], listOf("nl"))
                equal(answer.trailers["greet-count"], listOf("1"))
            }
            is ResponseMessage.Failure -> throw answer.cause
        }
    }
    case("error with a detail") {
        when (val answer = client.unary(GreetRequest.getDefaultInstance(), emptyMap(), GREET)) {
            is ResponseMessage.Success -> throw AssertionError("it did not fail")
            is ResponseMessage.Failure -> {
                equal(answer.cause.code, Code.INVALID_ARGUMENT)
                equal(answer.cause.message, "name: it is empty")
                equal(answer.cause.unpackedDetails(WrongField::class).map { it.field }, listOf("name"))
            }
        }
    }
    case("server stream") {
        val stream = client.serverStream(emptyMap(), GREET_AGAIN)
        stream.sendAndClose(GreetAgainRequest.newBuilder().setName("Ann").setTimes(3).build()).getOrThrow()
        val greetings = mutableListOf<String>()
        for (response in stream.responseChannel()) greetings.add(response.greeting)
        equal(greetings, List(3) { "Hello, Ann!" })
        equal(stream.responseHeaders().await()["greet-language"], listOf("en"))
        equal(stream.responseTrailers().await()["greet-count"], listOf("3"))
    }
    case("stream that fails") {
        val stream = client.serverStream(emptyMap(), GREET_AGAIN)
        stream.sendAndClose(GreetAgainRequest.newBuilder().setName("Ann").build()).getOrThrow()
        try {
            for (response in stream.responseChannel()) throw AssertionError("a message: $response")
            throw AssertionError("it did not fail")
        } catch (e: ConnectException) {
            equal(e.code, Code.INVALID_ARGUMENT)
            equal(e.unpackedDetails(WrongField::class).map { it.field }, listOf("times"))
        }
    }
    case("client stream") {
        val stream = client.clientStream(emptyMap(), GREET_GROUP)
        for (name in listOf("Ann", "Bob")) stream.send(GreetGroupRequest.newBuilder().setName(name).build()).getOrThrow()
        equal(stream.receiveAndClose().people, 2)
    }
    case("bidirectional stream, in turn") {
        val stream = client.stream(emptyMap(), GREET_EACH)
        for (name in listOf("Ann", "Bob", "Cid")) {
            stream.send(GreetEachRequest.newBuilder().setName(name).build()).getOrThrow()
            equal(stream.responseChannel().receive().greeting, "Hello, $name!")
        }
        stream.sendClose()
        equal(stream.responseChannel().receiveCatching().isClosed, true)
    }
    case("cancellation") {
        val stream = client.serverStream(emptyMap(), GREET_AGAIN)
        val pause = com.google.protobuf.Duration.newBuilder().setSeconds(600)
        stream.sendAndClose(GreetAgainRequest.newBuilder().setName("Ann").setTimes(2).setPause(pause).build()).getOrThrow()
        equal(stream.responseChannel().receive().greeting, "Hello, Ann!")
        stream.receiveClose()
    }
    exitProcess(if (failed) 1 else 0)
}
