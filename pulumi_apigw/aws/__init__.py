"""Facts about AWS, each with its source: no other module of ours is imported, and AWS is never called."""
