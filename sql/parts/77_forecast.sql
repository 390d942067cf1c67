
-- ---------------------------------------------------------------------------
-- What y is to be expected from x that has been seen already, of any panel
-- handed over as parallel arrays
-- ---------------------------------------------------------------------------

CREATE FUNCTION cx_lag_forecast(
	units text[], periods integer[], x double precision[], y double precision[], max_lag integer, horizon integer,
	lag integer DEFAULT NULL, segments integer[] DEFAULT NULL, level double precision DEFAULT 0.95,
	OUT unit text, OUT period integer, OUT ahead integer, OUT lag integer,
	OUT x_seen double precision, OUT y_last double precision,
	OUT expected double precision, OUT low double precision, OUT high double precision, OUT unit_rmse double precision,
	OUT rmse double precision, OUT rmse_no_change double precision, OUT rmse_without_x double precision,
	OUT forecasts integer, OUT reason text
) RETURNS SETOF record LANGUAGE c IMMUTABLE PARALLEL SAFE ROWS 100 COST 100000
AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION cx_lag_forecast(text[], integer[], double precision[], double precision[], integer, integer, integer, integer[], double precision) IS
	'y to be expected in each unit 1 to horizon periods after the last with any y, from x of `lag` periods before (NULL: the lag up to max_lag that says most), if nothing changes that all units share; low and high from the errors of forecasts of the last third of the periods, each from what was known then: unit_rmse, in which the unit''s own errors count most; rmse: of the forecasts of all units; compare rmse_no_change (y as it was last) and rmse_without_x (the same model without x); reason: why nothing is expected, or that another lag than the best is used, or that x does not help';
