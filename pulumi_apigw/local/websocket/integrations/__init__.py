"""Where calls of a WebSocket API go: a function, another HTTP server, a mock, or nowhere on a laptop."""
