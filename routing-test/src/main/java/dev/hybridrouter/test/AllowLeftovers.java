package dev.hybridrouter.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Lets a test, or all tests of a class, leave behind what {@link HybridRouterExtension} would complain about. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface AllowLeftovers {
    /** What may be left; everything unless said. */
    Leftover[] value() default {Leftover.CALLS_IN_FLIGHT, Leftover.PENDING_TASKS, Leftover.UNMATCHED_CALLS};
}
