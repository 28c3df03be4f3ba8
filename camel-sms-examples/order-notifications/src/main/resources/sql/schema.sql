-- An order is SENDING from before the call until its result is known: SENT, NOT_SENT or UNKNOWN. Numbers and texts are not kept.
CREATE TABLE IF NOT EXISTS orders (
  id VARCHAR(64) PRIMARY KEY,
  shop VARCHAR(64),
  state VARCHAR(8) NOT NULL,
  reason VARCHAR,
  provider VARCHAR(32),
  message_id VARCHAR(64),
  sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE
);

CREATE TABLE IF NOT EXISTS receipts (
  provider VARCHAR(32),
  message_id VARCHAR(64),
  status VARCHAR(16),
  order_id VARCHAR(64),
  final BOOLEAN NOT NULL,
  provider_code VARCHAR(64),
  source VARCHAR(8) NOT NULL,
  received_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (provider, message_id, status)
);
