"""Django tools without a domain word: clock, ids, audit, outbox, queue, files, documents, http, ui."""
