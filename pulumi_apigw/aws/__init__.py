"""Facts about AWS, each with its source: no other module of this package is imported here, and no AWS call is made."""
