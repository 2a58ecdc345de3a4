DROP TABLE "product"
;
