CREATE TABLE events
(
    `id` UUID DEFAULT generateUUIDv4(),
    `at` DateTime64(3, 'UTC') CODEC(DoubleDelta, LZ4),
    `body` String CODEC(ZSTD(3)),
    INDEX body_words body TYPE tokenbf_v1(32768, 3, 0) GRANULARITY 4,
    PROJECTION by_id (SELECT * ORDER BY id)
)
ENGINE = MergeTree
ORDER BY (at, id)
