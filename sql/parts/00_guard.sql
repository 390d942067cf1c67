/* nps_ext: customer-experience analytics in PostgreSQL */
-- complain if script is sourced in psql rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION nps_ext" to load this file. \quit
