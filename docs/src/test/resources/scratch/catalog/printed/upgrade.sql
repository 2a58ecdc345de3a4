BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> 0f3c9a1b2d4e

CREATE TABLE book (
    id BIGSERIAL NOT NULL, 
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('0f3c9a1b2d4e') RETURNING alembic_version.version_num;

-- Running upgrade 0f3c9a1b2d4e -> 1a2b3c4d5e6f

ALTER TABLE book ADD COLUMN title TEXT;

UPDATE alembic_version SET version_num='1a2b3c4d5e6f' WHERE alembic_version.version_num = '0f3c9a1b2d4e';

COMMIT;

