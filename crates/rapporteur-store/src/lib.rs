//! The record: schema, migrations, queries, decisions.
