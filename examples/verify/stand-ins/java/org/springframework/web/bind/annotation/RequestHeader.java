package org.springframework.web.bind.annotation;

public @interface RequestHeader {
    String name();

    String defaultValue();
}
