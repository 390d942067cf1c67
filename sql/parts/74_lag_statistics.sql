
-- ---------------------------------------------------------------------------
-- Lag statistics of any panel, handed over as parallel arrays: other series and
-- reference panels can be put through what the views of 75_lag.sql use.
-- ---------------------------------------------------------------------------

CREATE FUNCTION cx_lag_scan(
	panel_units text[], periods integer[], x double precision[], y double precision[], min_lag integer, max_lag integer,
	OUT transform text, OUT lag integer, OUT pairs bigint, OUT units integer,
	OUT r_pooled double precision, OUT r_within double precision, OUT r_twoway double precision,
	OUT slope_within double precision, OUT slope_twoway double precision
) RETURNS SETOF record LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE ROWS 25 COST 10000
AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION cx_lag_scan(text[], integer[], double precision[], double precision[], integer, integer) IS
	'lag scan over any panel handed over as parallel arrays: x of a unit at period p - lag is paired with its y at period p, so x leads at lag > 0; NULLs and absent rows are gaps';
