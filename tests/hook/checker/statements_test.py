import time

import pytest

from polyglint.checker.statements import are_statements

CLICKHOUSE = """-- Visits by day
CREATE TABLE IF NOT EXISTS shop.visits ON CLUSTER main
(
    `day` Date CODEC(Delta(2), ZSTD(1)),
    `page` LowCardinality(String),
    `seconds` SimpleAggregateFunction(sum, UInt64),
    `tags` Map(LowCardinality(String), Array(Nullable(String)))
)
ENGINE = ReplicatedAggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (page, day)
TTL day + toIntervalMonth(6)
SETTINGS index_granularity = 8192;
"""
POSTGRES = """/* Prices; none before 1990 */
begin;
create extension if not exists citext;
create or replace function price(a int) returns int language sql as $$ select a * 2 $$;
comment on table orders is 'all of them';
grant select on orders to reader;
commit;
"""
TSQL = "USE shop\nGO\nIF 1 = 1 PRINT 'x'\nGO\n" + "INSERT INTO a (b)\nVALUES (1)\nGO\n" * 5
HIVE = (
    "ADD JAR x;\nCREATE EXTERNAL TABLE a (b map<string,int>)\nROW FORMAT DELIMITED;\n"
    "INSERT OVERWRITE TABLE a\nSELECT * FROM c;\nWITH d AS (SELECT 1 FROM e)\nSELECT * FROM d;\n"
)
ORACLE = (
    "prompt orders of a day\nset long 1000\nset pagesize 100\n\nwith orders_of_a_day as (\n"
    "  select f('x') as b, g('y') as c from every_order_that_there_is\n)\n"
    'select * from a;\n\n/*\n{\n  "orders" :\n  [\n    1,\n    2\n  ]\n}\n*/\n'
)
VALUES = (
    "accept day date prompt 'Day of the orders: '\ndefine shop = 'main'\nset heading\n"
    "variable total number\nttitle left 'Orders of a day'\n"
)
BATCH = "@echo off\nset A=1\nset B=2\ncreate.exe table\nif exist x goto end\n"
PROSE = "Select the table.\nCreate a view of it, and go to the next page.\n"
CODE = "var a = select(b);\nupdate(a);\nfor (;;) { drop(table); }\n"
QUOTING = "db.run(`\nSELECT a FROM b;\n`)\n" + "f(x);\n" * 9


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(CLICKHOUSE, id="ClickHouse"),
        pytest.param(CLICKHOUSE.replace(";", ""), id="without an end"),
        pytest.param(CLICKHOUSE.replace("\n", "\r\n"), id="line ends of Windows"),
        pytest.param(POSTGRES, id="PostgreSQL"),
        pytest.param(TSQL, id="SQL Server"),
        pytest.param("# MySQL\nUPDATE a SET b = 1;\nDELETE FROM c;\n", id="MySQL"),
        pytest.param(
            "CREATE MATERIALIZED VIEW v TO t\nAS SELECT argMax(a, b), c, d\n"
            "FROM g WHERE h = 1 AND i IN (1, 2, 3)\nGROUP BY c, d;\n",
            id="materialized",
        ),
        pytest.param(ORACLE, id="SQL*Plus, its output in a comment"),
        pytest.param(VALUES + "SELECT a FROM b\nWHERE day = &day;\n" * 2, id="SQL*Plus, values"),
        pytest.param("CREATE KEYSPACE a WITH b = {'c': 1};\nUSE a;\n", id="Cassandra"),
    ],
)
def test_statements(text):
    assert are_statements(text, ["SQL"])
    assert are_statements(text, ["PLSQL", "TSQL"])
    assert not are_statements(text, ["Python"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BATCH, id="a batch file"),
        pytest.param(PROSE, id="prose"),
        pytest.param(CODE, id="code"),
        pytest.param(QUOTING, id="statements in code"),
        pytest.param("const a = 1;\nINSERT INTO b VALUES (1);\n", id="one among little"),
        pytest.param("USE a;\n", id="too little"),
        pytest.param("-- nothing\n/* at all", id="comments"),
        pytest.param("", id="empty"),
    ],
)
def test_no_statements(text):
    assert not are_statements(text, ["SQL"])


@pytest.mark.parametrize(
    "text", ["a " * 500_000, "/*" * 500_000, ";\n" * 500_000, "select " * 99_999]
)
def test_no_text_takes_long(text):
    began = time.process_time()
    are_statements(text, ["SQL"])
    assert time.process_time() - began < 5
