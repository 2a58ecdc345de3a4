drop index member_gold_idx;
drop index book_title_pattern_idx, loan_lent_month_idx;
drop index loan_open_idx;
drop index member_email_lower_key;
