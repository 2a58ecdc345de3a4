BEGIN;

-- Running downgrade 1a2b3c4d5e6f -> 0f3c9a1b2d4e

ALTER TABLE book DROP COLUMN title;

UPDATE alembic_version SET version_num='0f3c9a1b2d4e' WHERE alembic_version.version_num = '1a2b3c4d5e6f';

-- Running downgrade 0f3c9a1b2d4e -> 

DROP TABLE book;

DELETE FROM alembic_version WHERE alembic_version.version_num = '0f3c9a1b2d4e';

COMMIT;

