-- Visits to the shop, a row for each page and day
CREATE TABLE IF NOT EXISTS shop.visits ON CLUSTER '{cluster}'
(
    `day` Date CODEC(Delta(2), ZSTD(1)),
    `page` LowCardinality(String),
    `visitor` FixedString(16),
    `seconds` SimpleAggregateFunction(sum, UInt64),
    `tags` Map(LowCardinality(String), Array(Nullable(String))),
    `source` Enum8('web' = 1, 'app' = 2)
)
ENGINE = ReplicatedAggregatingMergeTree('/clickhouse/tables/{shard}/visits', '{replica}')
PARTITION BY toYYYYMM(day)
ORDER BY (page, day)
TTL day + toIntervalMonth(6)
SETTINGS index_granularity = 8192;

CREATE MATERIALIZED VIEW IF NOT EXISTS shop.visits_mv TO shop.visits AS
SELECT
    toDate(time) AS day,
    page,
    visitor,
    sumSimpleState(seconds) AS seconds,
    tags,
    source
FROM shop.raw_visits
GROUP BY day, page, visitor, tags, source;
