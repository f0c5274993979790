package org.springframework.http;

public record ResponseEntity<T>(int status) {
    public record Builder(int status) {
        public <T> ResponseEntity<T> build() {
            return new ResponseEntity<>(status);
        }
    }

    public static Builder status(int status) {
        return new Builder(status);
    }
}
