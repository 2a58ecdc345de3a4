drop function "größer"(text, text);
drop table "Buchgröße";
