def api(event, context):
    return {"statusCode": 200, "body": "{}"}


def gate(event, context):
    return {}
