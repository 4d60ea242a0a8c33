-- A close of any size is posted a few moves at a time: each part of a proposal by itself, in their order.
drop table close_proposal;
alter table close_posting add column part int not null default 1, drop constraint close_posting_pkey,
    add primary key (run_id, round, part);
alter table close_posting alter column part drop default;
