-- A repeat changes its own row. A receipt that comes after a restart has no orderId: the message id tells the order.
MERGE INTO receipts (provider, message_id, status, order_id, final, provider_code, source, received_at)
KEY (provider, message_id, status)
VALUES (
  :#${body.provider},
  :#${body.messageId},
  :#${header.CamelSmsStatus},
  COALESCE(
    CAST(:#${header.orderId} AS VARCHAR),
    (SELECT id FROM orders WHERE provider = :#${body.provider} AND message_id = :#${body.messageId})),
  :#${header.CamelSmsStatusFinal},
  :#${header.CamelSmsProviderCode},
  :#${body.source.name},
  CURRENT_TIMESTAMP)
