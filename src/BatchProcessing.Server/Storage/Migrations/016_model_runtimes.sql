-- What scores a version. Those trained before there was a choice are linear; the start looks the others' files up.

ALTER TABLE models ADD COLUMN runtime TEXT;

UPDATE models SET runtime = 'linear' WHERE data_parts IS NOT NULL;
