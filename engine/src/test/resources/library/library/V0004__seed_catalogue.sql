-- Seed data. The lines up to the backslash and full stop are data, not SQL:
-- semicolons, quotes and comment marks mean nothing in them.
COPY author (id, name, born, died) FROM stdin;
1	Jane Austen	1775	1817
2	Gabriel García Márquez	1927	2014
3	Stanisław Lem	1921	2006
4	紫式部	973	\N
5	Flann O'Brien	1911	1966
6	A. "Nony"; drop table author; --	\N	\N
\.

COPY book (id, isbn, title, subtitle, author_id, published) FROM stdin WITH (FORMAT text, NULL '\N');
1	9780141439518	Pride and Prejudice	\N	1	1813
2	9780141439587	Emma	\N	1	1815
3	9780060883287	Cien años de soledad	\N	2	1967
4	9780156027601	Solaris	\N	3	1961
5	9780156441803	Cyberiada	Bajki na wiek cybernetyczny	3	1965
6	9780142437148	源氏物語	The Tale of Genji	4	1008
7	9781564781819	At Swim-Two-Birds	\N	5	1939
8	\N	Tabs\tand\nnewlines	/* not a comment */ $$ ' $tag$ \\. ;	6	\N
\.

copy book (id, isbn, title, subtitle, author_id, published) from stdin with (format csv);
9,9780141182889,"The Third Policeman","A novel; with ""quotes"", and
a second line",5,1967
10,,"-- Untitled",,6,
\.

-- The ids were given; go on after them.
alter table author alter column id restart with 7;
alter table book alter column id restart with 11;
