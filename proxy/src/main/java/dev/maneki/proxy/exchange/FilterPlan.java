package dev.maneki.proxy.exchange;

import dev.maneki.proxy.auth.AuthPlan;
import dev.maneki.proxy.upstream.Upstreams;
import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.Filter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The filters of a rule or of one of its backends, compiled. Immutable. */
final class FilterPlan {
    private final FieldEdits[] requestEdits;
    private final FieldEdits[] responseEdits;
    private final MirrorTarget[] mirrors;
    private final AuthPlan[] authorizations;
    private final @Nullable RedirectAnswer redirect;
    private final @Nullable CorsPolicy cors;
    private final @Nullable String newHost;
    private final @Nullable PathRewrite newPath;

    private FilterPlan(List<Filter> filters, Upstreams upstreams) {
        List<FieldEdits> request = new ArrayList<>();
        List<FieldEdits> response = new ArrayList<>();
        List<MirrorTarget> copies = new ArrayList<>();
        List<AuthPlan> questions = new ArrayList<>();
        RedirectAnswer answer = null;
        CorsPolicy policy = null;
        String host = null;
        PathRewrite path = null;
        for (Filter filter : filters) {
            switch (filter) {
                case Filter.RequestHeaders(var changes) -> request.add(FieldEdits.of(changes));
                case Filter.ResponseHeaders(var changes) -> response.add(FieldEdits.of(changes));
                case Filter.Redirect each -> answer = new RedirectAnswer(each);
                case Filter.Rewrite each -> {
                    host = each.hostname().orElse(host);
                    path = each.path().map(PathRewrite::of).orElse(path);
                }
                case Filter.Mirror each -> {
                    // A copy that leads nowhere costs the request nothing: the API asks only that
                    // it is said in status.
                    if (each.target() instanceof BackendTarget.Resolved(var backend)) {
                        copies.add(
                                new MirrorTarget(
                                        upstreams.get(backend),
                                        each.numerator(),
                                        each.denominator()));
                    }
                }
                case Filter.Cors each -> policy = new CorsPolicy(each);
                case Filter.ExternalAuth each -> questions.add(AuthPlan.of(each, upstreams));
            }
        }
        requestEdits = request.toArray(new FieldEdits[0]);
        responseEdits = response.toArray(new FieldEdits[0]);
        mirrors = copies.toArray(new MirrorTarget[0]);
        authorizations = questions.toArray(new AuthPlan[0]);
        redirect = answer;
        cors = policy;
        newHost = host;
        newPath = path;
    }

    static FilterPlan of(List<Filter> filters, Upstreams upstreams) {
        return new FilterPlan(filters, upstreams);
    }

    @Nullable RedirectAnswer redirect() {
        return redirect;
    }

    @Nullable CorsPolicy cors() {
        return cors;
    }

    MirrorTarget[] mirrors() {
        return mirrors;
    }

    /** Who must agree before a request goes on, in this order. */
    AuthPlan[] authorizations() {
        return authorizations;
    }

    /** Changes the request as the backend is to see it. */
    void changeRequest(RequestHead head, int prefixLength) {
        for (FieldEdits edits : requestEdits) {
            edits.apply(head);
        }
        if (newHost != null) {
            Hosts.set(head, newHost);
        }
        if (newPath != null) {
            ByteSequence changed = new ByteSequence(head.path().length() + 64);
            newPath.apply(head.path(), prefixLength, changed);
            head.path().set(changed);
        }
    }

    /** Changes the response as the client is to see it. */
    void changeResponse(HeaderFields fields) {
        for (FieldEdits edits : responseEdits) {
            edits.apply(fields);
        }
    }
}
