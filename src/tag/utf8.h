/*
 * utf8.h
 *		A text value as UTF-8, which is what folding reads.
 */
#ifndef NPS_UTF8_H
#define NPS_UTF8_H

extern const char *nps_utf8_bytes(const char *bytes, size_t size, size_t *len);
extern const char *nps_utf8(const text *value, size_t *len);
extern text *nps_from_utf8(const char *bytes, size_t len);

#endif							/* NPS_UTF8_H */
