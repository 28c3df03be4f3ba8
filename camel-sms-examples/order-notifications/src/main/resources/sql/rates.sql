-- A message that was given up and arrived all the same has arrived.
SELECT
  provider,
  CAST(sent_at AT TIME ZONE 'UTC' AS DATE) AS sent_on,
  COUNT(*) AS sent,
  COUNT(*) FILTER (WHERE delivered) AS delivered,
  COUNT(*) FILTER (WHERE ended AND NOT delivered) AS failed
FROM (
  SELECT
    provider,
    sent_at,
    EXISTS (SELECT 1 FROM receipts WHERE order_id = orders.id AND final) AS ended,
    EXISTS (SELECT 1 FROM receipts WHERE order_id = orders.id AND status = 'DELIVERED') AS delivered
  FROM orders
  WHERE state = 'SENT')
GROUP BY provider, sent_on
ORDER BY sent_on DESC, provider
