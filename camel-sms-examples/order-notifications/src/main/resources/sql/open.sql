-- Orders without a final receipt that were sent, or asked about, long enough ago.
SELECT id, shop, message_id
FROM orders
WHERE message_id IS NOT NULL
  AND COALESCE(asked_at, sent_at) < DATEADD(SECOND, -CAST(:#${properties:orders.askAfter} AS INTEGER), CURRENT_TIMESTAMP)
  AND sent_at > DATEADD(DAY, -3, CURRENT_TIMESTAMP)
  AND NOT EXISTS (SELECT 1 FROM receipts WHERE order_id = orders.id AND final)
