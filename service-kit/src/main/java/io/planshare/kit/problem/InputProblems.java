package io.planshare.kit.problem;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

import io.planshare.model.InvalidIdentifier;

/** What a client wrote wrongly in its body, path, query or headers: always 400, always with the place. */
final class InputProblems {

    private static final String VALUE = "invalid-value";
    private static final String PARAMETER = "invalid-parameter";

    private InputProblems() {}

    /** A value that our own types refused; their messages are made to be shown. */
    static Problem refused(String pointer, IllegalArgumentException e) {
        var message = e.getMessage() == null ? "is not valid" : e.getMessage();
        var slug = e instanceof InvalidIdentifier ? "invalid-identifier" : VALUE;
        return Problem.of(400, slug, sentence(message)).at(pointer, message);
    }

    static Problem unreadable(HttpMessageNotReadableException e) {
        return JsonProblems.find(e).or(() -> BodyProblems.find(e)).orElseGet(() -> Problem
                .of(400, "body-missing", "The request needs a body.").at("", "is missing"));
    }

    /** A body whose values break the constraints of its wire record. */
    static Problem invalid(Errors errors) {
        var problem = Problem.of(400, VALUE, "The body breaks " + counted(errors.getErrorCount()) + ".");
        for (var error : errors.getAllErrors())
            problem = problem.at(pointer(error), message(error));
        return problem;
    }

    /** Parameters, or a body, that break constraints on the controller's method. */
    static Problem invalid(MethodValidationResult result) {
        var problem = Problem.of(400, PARAMETER, "The request breaks " + counted(result.getAllErrors().size()) + ".");
        for (var parameter : result.getParameterValidationResults())
            problem = at(problem, parameter);
        return problem;
    }

    static Problem missing(MissingRequestValueException e, @Nullable String name, String part) {
        return Problem.of(400, PARAMETER, "A parameter is missing.")
                .at("#" + part + "/" + (name == null ? "" : name), "is missing");
    }

    static Problem mistyped(TypeMismatchException e) {
        var pointer = e instanceof MethodArgumentTypeMismatchException argument
                ? place(argument.getParameter(), argument.getName())
                : "#query/" + e.getPropertyName();
        var refusal = causeOf(e);
        if (refusal != null) return refused(pointer, refusal);
        var type = e.getRequiredType();
        var message = "is not a valid " + (type == null ? "value" : JsonProblems.nameOf(type));
        return Problem.of(400, PARAMETER, "A parameter is not what it should be.").at(pointer, message);
    }

    private static @Nullable IllegalArgumentException causeOf(Throwable e) {
        for (var cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException refusal && OurTypes.refused(refusal)) return refusal;
        }
        return null;
    }

    private static Problem at(Problem problem, ParameterValidationResult result) {
        if (result instanceof ParameterErrors body) {
            for (var error : body.getAllErrors())
                problem = problem.at(pointer(error), message(error));
            return problem;
        }
        var parameter = result.getMethodParameter();
        var name = parameter.getParameterName();
        for (var error : result.getResolvableErrors()) {
            problem = problem.at(place(parameter, name == null ? "" : name),
                    error.getDefaultMessage() == null ? "is not valid" : error.getDefaultMessage());
        }
        return problem;
    }

    private static String place(MethodParameter parameter, String name) {
        var path = parameter.getParameterAnnotation(PathVariable.class);
        if (path != null) return "#path/" + (path.name().isEmpty() ? name : path.name());
        var header = parameter.getParameterAnnotation(RequestHeader.class);
        if (header != null) return "#header/" + (header.name().isEmpty() ? name : header.name());
        return "#query/" + name;
    }

    private static String pointer(ObjectError error) {
        if (!(error instanceof FieldError field)) return "";
        return "/" + field.getField().replace("].", "/").replace("[", "/").replace("]", "").replace('.', '/');
    }

    private static String message(ObjectError error) {
        return error.getDefaultMessage() == null ? "is not valid" : error.getDefaultMessage();
    }

    private static String counted(int constraints) {
        return constraints == 1 ? "one constraint" : constraints + " constraints";
    }

    private static String sentence(String message) {
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + (message.endsWith(".") ? "" : ".");
    }
}
