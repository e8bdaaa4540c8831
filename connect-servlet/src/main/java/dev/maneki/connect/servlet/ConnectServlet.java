package dev.maneki.connect.servlet;

import dev.maneki.connect.Router;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Serves a router's services in a servlet container.
 *
 * <pre>{@code
 * ServletRegistration.Dynamic rpc = context.addServlet("rpc", new ConnectServlet(router));
 * rpc.addMapping("/rpc/*");
 * rpc.setAsyncSupported(true);
 * }</pre>
 *
 * <p>The path that leads to the context and to the servlet is taken away first: with the mapping
 * above, a router without a prefix serves {@code /rpc/acme.v1.Users/Get}. It must be registered as
 * asynchronous, as must the filters before it.
 *
 * <p>Reads and writes never block; a container's thread is not held while a handler runs, unless
 * that is an asynchronous one. Which versions of HTTP there are, is the container's affair:
 *
 * <ul>
 *   <li>gRPC, and streams both ways at once, need HTTP/2, with TLS or without (h2c);
 *   <li>trailers have one value a name in the API: several are joined by commas;
 *   <li>a container's time for idle connections cuts streams that are silent for longer;
 *   <li>a container need not tell that a client has gone before something is read or written.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class ConnectServlet extends HttpServlet {
    private final transient Router router;

    /** A servlet for these services. */
    public ConnectServlet(Router router) {
        this.router = router;
    }

    /**
     * Serves a request of whatever method.
     *
     * @throws ServletException if the servlet or a filter was not registered as asynchronous; or to
     *     have the container break off a response
     */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC
                && request.getAttribute(ServletStream.ABORT) != null) {
            throw new ServletException(
                    "the response is broken off: " + request.getAttribute(ServletStream.ABORT));
        }
        if (!request.isAsyncSupported()) {
            throw new ServletException(
                    "register ConnectServlet, and all filters before it, with"
                            + " setAsyncSupported(true): it serves without holding threads");
        }
        AsyncContext context = request.startAsync();
        context.setTimeout(0); // calls have deadlines of their own
        new ServletStream(context, request, response).serve(router);
    }
}
