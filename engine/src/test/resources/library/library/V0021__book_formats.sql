-- Äußerlichkeiten: names and texts that are not ASCII — “quotes”, ‘quotes’ and 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 😀;
create table "Buchgröße" (
    "Kürzel"      char(2) constraint "Buchgröße_ist_primär" primary key,
    "Höhe in mm"  integer not null check ("Höhe in mm" > 0),
    bezeichnung   text not null
);
comment on table "Buchgröße" is 'Größen nach preußischer Norm; siehe „Instruktionen“, § 4';
insert into "Buchgröße" values
    ('8°', 250, 'Oktav'),
    ('4°', 350, $été$Quart; 'größer' als $8°$ — naïve café$été$),
    ('2°', 450, U&'Gro\00DFfolio');
create function "größer"(a text, b text) returns boolean
    language sql stable
as $функция$
    select x."Höhe in mm" > y."Höhe in mm"
      from "Buchgröße" x, "Buchgröße" y
     where x."Kürzel" = a and y."Kürzel" = b;
$функция$;
