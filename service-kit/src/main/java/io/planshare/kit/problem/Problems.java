package io.planshare.kit.problem;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.apache.coyote.BadRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.validation.BindException;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** What anything that was thrown means to the client. What has no meaning to him is logged and told as a bare 500. */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String INTERNAL = "Something went wrong on our side. Quote the trace id when you ask us about it.";

    private Problems() {}

    /** The problem to answer with; total. */
    public static Problem of(Throwable thrown) {
        return switch (thrown) {
            case ProblemException known -> known.problem();
            case HttpMessageNotReadableException body -> InputProblems.unreadable(body);
            case MethodArgumentNotValidException body -> InputProblems.invalid(body.getBindingResult());
            case BindException query -> InputProblems.invalid(query);
            case HandlerMethodValidationException parameters -> InputProblems.invalid(parameters);
            case MethodValidationException parameters -> InputProblems.invalid(parameters);
            case MissingServletRequestParameterException query ->
                InputProblems.missing(query, query.getParameterName(), "query");
            case MissingRequestHeaderException header ->
                InputProblems.missing(header, header.getHeaderName(), "header");
            case MissingPathVariableException path -> InputProblems.missing(path, path.getVariableName(), "path");
            case TypeMismatchException parameter -> InputProblems.mistyped(parameter);
            case HttpRequestMethodNotSupportedException method -> method(method);
            case HttpMediaTypeNotSupportedException type -> mediaType(type);
            case HttpMediaTypeNotAcceptableException type -> notAcceptable(type);
            case NoHandlerFoundException path -> unknownPath();
            case NoResourceFoundException path -> unknownPath();
            case AsyncRequestTimeoutException late ->
                Problem.of(503, "busy", "The answer took too long; try again.").retryAfter(Duration.ofSeconds(1));
            case RequestRejectedException rejected -> status(400);
            case BadRequestException body -> BodyProblems.of(body);
            case EOFException body -> BodyProblems.of(body);
            case SocketTimeoutException body -> BodyProblems.of(body);
            case ErrorResponse known when known.getStatusCode().is4xxClientError() ->
                status(known.getStatusCode().value());
            default -> DatabaseProblems.find(thrown).orElseGet(() -> internal(thrown));
        };
    }

    /** The problem of a body that could not be read to its end. */
    public static Problem ofBody(IOException broken) {
        return BodyProblems.of(broken);
    }

    /** A problem of which only the status is known, because a server's layer below ours refused. */
    static Problem status(int status) {
        return switch (status) {
            case 400 -> Problem.of(400, "malformed-request", "The request is not well-formed HTTP.");
            case 404 -> unknownPath();
            case 413 -> Problem.of(413, "body-too-large", "The body is too large.");
            case 414 -> Problem.of(414, "uri-too-long", "The request's line is too long.");
            case 431 -> Problem.of(431, "headers-too-large", "The request's headers are too large.");
            default -> {
                var known = HttpStatus.resolve(status);
                yield known == null || status < 400 || status == 500
                        ? Problem.of(500, "internal-error", INTERNAL)
                        : Problem.of(status, slug(known), "The request was refused: " + known.getReasonPhrase() + ".");
            }
        };
    }

    private static String slug(HttpStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Problem unknownPath() {
        return Problem.of(404, "unknown-path", "There is nothing at this path.");
    }

    private static Problem method(HttpRequestMethodNotSupportedException e) {
        var supported = e.getSupportedHttpMethods();
        var problem = Problem.of(405, "method-not-allowed", "This path does not take " + e.getMethod() + ".");
        if (supported == null || supported.isEmpty()) return problem;
        return problem.header(HttpHeaders.ALLOW, supported.stream().sorted(Comparator.comparing(HttpMethod::name))
                .map(HttpMethod::name).collect(Collectors.joining(", ")));
    }

    private static Problem mediaType(HttpMediaTypeNotSupportedException e) {
        var supported = e.getSupportedMediaTypes();
        var problem = Problem.of(415, "media-type-not-supported", "The body must be one of " + supported + ".")
                .at("#header/Content-Type", "is not supported here");
        return supported.isEmpty() ? problem : problem.header(HttpHeaders.ACCEPT, join(supported));
    }

    private static Problem notAcceptable(HttpMediaTypeNotAcceptableException e) {
        return Problem.of(406, "not-acceptable", "The answer comes as one of " + e.getSupportedMediaTypes() + ".")
                .at("#header/Accept", "asks for something else");
    }

    private static String join(List<?> types) {
        return types.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static Problem internal(Throwable thrown) {
        LOG.error("A request failed for a reason we did not foresee; the client sees a 500 with the trace id", thrown);
        return Problem.of(500, "internal-error", INTERNAL);
    }
}
