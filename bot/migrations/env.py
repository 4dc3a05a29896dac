"""Alembic's environment. The connection comes from `Store.upgrade`; models only from who writes a migration."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="store.",
)
with context.begin_transaction():
    context.run_migrations()
