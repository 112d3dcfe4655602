"""HTTP: request ids, safe headers, idempotency, error pages, logs."""
