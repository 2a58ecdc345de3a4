ALTER TABLE "product" ADD "name" character varying
;
