-- The id of an operation's workflow in Temporal. A worker chooses it when it accepts the operation: the web process may not insert this
-- column, so it cannot name the workflow of another operation. Rights on the table cover it otherwise.
alter table operations add column workflow_id text;

update operations set workflow_id = 'operation/' || id;

create unique index operations_workflow_id_key on operations (workflow_id);
