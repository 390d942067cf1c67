
-- ---------------------------------------------------------------------------
-- Granger tests: does earlier x say more about y than earlier y does?  Of any
-- series or panel, handed over as parallel arrays
-- ---------------------------------------------------------------------------

CREATE FUNCTION cx_granger(
	periods integer[], x double precision[], y double precision[], lag_order integer, segments integer[] DEFAULT NULL,
	OUT n integer, OUT df1 integer, OUT df2 integer, OUT f double precision, OUT p_value double precision, OUT reason text
) RETURNS record LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000
AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION cx_granger(integer[], double precision[], double precision[], integer, integer[]) IS
	'Granger test of one series: whether x of the lag_order periods before says more about y than y of those periods does; n complete rows, F with df1 and df2, and where there is no F the reason; it predicts, which is no proof of a cause';

CREATE FUNCTION cx_granger_lag(
	periods integer[], x double precision[], y double precision[], lag integer, segments integer[] DEFAULT NULL,
	OUT n integer, OUT df1 integer, OUT df2 integer, OUT f double precision, OUT p_value double precision, OUT slope double precision, OUT reason text
) RETURNS record LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000
AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION cx_granger_lag(integer[], double precision[], double precision[], integer, integer[]) IS
	'Granger test of one series for one lag: whether x of `lag` periods before says more about y than y of the period before does; slope: change of y for a change of 1 in x, earlier y being equal';

CREATE FUNCTION cx_dumitrescu_hurlin(
	units text[], periods integer[], x double precision[], y double precision[], lag_order integer, segments integer[] DEFAULT NULL,
	OUT units integer, OUT t double precision, OUT w_bar double precision, OUT z_bar double precision, OUT z_tilde double precision,
	OUT p_value double precision, OUT p_z_bar double precision, OUT units_left_out integer, OUT reason text
) RETURNS record LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10000
AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION cx_dumitrescu_hurlin(text[], integer[], double precision[], double precision[], integer, integer[]) IS
	'Granger test of a panel (Dumitrescu and Hurlin 2012): w_bar is the mean of the units'' Wald statistics over t periods (on average), p_value that of z_tilde; units with 5 + 3 x lag_order complete periods or fewer are left out; it takes units as independent, so take out with cx_panel_adjust() what they share';

CREATE FUNCTION cx_panel_adjust(
	units text[], periods integer[], x double precision[], y double precision[], transform text, segments integer[] DEFAULT NULL,
	OUT unit text, OUT period integer, OUT x double precision, OUT y double precision, OUT segment integer
) RETURNS SETOF record LANGUAGE c IMMUTABLE PARALLEL SAFE ROWS 1000 COST 10000
AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION cx_panel_adjust(text[], integer[], double precision[], double precision[], text, integer[]) IS
	'a panel with what its units share taken out of x and of y: transform difference takes the changes from one period to the next less their means by period; level takes out the means of units and of periods by least squares; segment numbers the stretches between breaks of each unit';
