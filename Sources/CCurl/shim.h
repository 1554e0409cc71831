#pragma once
#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one typed door each.

static inline CURLcode ibid_curl_set_long(CURL *h, CURLoption o, long v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode ibid_curl_set_text(CURL *h, CURLoption o, const char *v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode ibid_curl_set_pointer(CURL *h, CURLoption o, void *v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode ibid_curl_set_list(CURL *h, CURLoption o, struct curl_slist *v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode ibid_curl_set_body(CURL *h, const void *bytes, long size) {
    CURLcode code = curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, size);
    return code ? code : curl_easy_setopt(h, CURLOPT_COPYPOSTFIELDS, bytes);
}
typedef size_t (*ibid_curl_write)(char *, size_t, size_t, void *);
static inline CURLcode ibid_curl_set_write(CURL *h, ibid_curl_write body, ibid_curl_write header, void *context) {
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, body);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, context);
    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, header);
    return curl_easy_setopt(h, CURLOPT_HEADERDATA, context);
}
static inline long ibid_curl_status(CURL *h) {
    long status = 0;
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
    return status;
}
static inline CURLMcode ibid_curl_multi_set_long(CURLM *m, CURLMoption o, long v) { return curl_multi_setopt(m, o, v); }
/// The next finished transfer, or NULL.
static inline CURL *ibid_curl_next_done(CURLM *m, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(m, &left))) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

// MARK: The address guard. It sees the address of every connection, whatever name or redirect led there.

static inline int ibid_ipv4_is_public(uint32_t a) {
    return !((a >> 24) == 0 || (a >> 24) == 10 || (a >> 24) == 127 || (a >> 22) == (0x64400000u >> 22)  // 0/8 10/8 127/8 100.64/10
             || (a >> 16) == 0xA9FE || (a >> 20) == (0xAC100000u >> 20) || (a >> 16) == 0xC0A8     // 169.254 172.16/12 192.168
             || (a >> 8) == 0xC00000 || (a >> 8) == 0xC00002 || (a >> 8) == 0xC63364 || (a >> 8) == 0xCB0071  // documentation, protocol
             || (a >> 17) == (0xC6120000u >> 17) || (a >> 28) >= 0xE);                             // benchmarks, multicast, reserved
}

static inline int ibid_address_is_public(const struct sockaddr *address) {
    if (address->sa_family == AF_INET) {
        return ibid_ipv4_is_public(ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6) return 0;
    const uint8_t *b = ((const struct sockaddr_in6 *)address)->sin6_addr.s6_addr;
    uint32_t last = (uint32_t)b[12] << 24 | (uint32_t)b[13] << 16 | (uint32_t)b[14] << 8 | b[15];
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    static const uint8_t nat64[12] = {0, 0x64, 0xFF, 0x9B};
    static const uint8_t zero[12] = {0};
    if (!memcmp(b, mapped, 12) || !memcmp(b, nat64, 12)) return ibid_ipv4_is_public(last);
    if (!memcmp(b, zero, 12)) return 0;                              // ::, ::1 and IPv4-compatible
    if (b[0] == 0x20 && b[1] == 0x02)                                // 6to4 carries an IPv4 address
        return ibid_ipv4_is_public((uint32_t)b[2] << 24 | (uint32_t)b[3] << 16 | (uint32_t)b[4] << 8 | b[5]);
    return (b[0] & 0xE0) == 0x20 && !(b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0D && b[3] == 0xB8);  // global unicast only
}

/// What is watched of a transfer's connection.
typedef struct {
    int guarded;             // refuse addresses that are not public
    int refused;             // an address was refused
    void (*on_send)(void *); // called before each request that goes on the wire
    void *context;
} ibid_connection_watch;

static curl_socket_t ibid_open_guarded(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    if (!ibid_address_is_public(&address->addr)) {
        ((ibid_connection_watch *)context)->refused = 1;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// A connection taken from the pool has no socket opened for it: the address is looked at once more before the request.
static int ibid_before_request(void *context, char *address, char *local, int port, int local_port) {
    (void)local; (void)port; (void)local_port;
    ibid_connection_watch *watch = (ibid_connection_watch *)context;
    if (watch->guarded) {
        struct sockaddr_in v4 = {.sin_family = AF_INET};
        struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
        int is_public = 0;
        if (inet_pton(AF_INET, address, &v4.sin_addr) == 1) is_public = ibid_address_is_public((struct sockaddr *)&v4);
        else if (inet_pton(AF_INET6, address, &v6.sin6_addr) == 1) is_public = ibid_address_is_public((struct sockaddr *)&v6);
        if (!is_public) {
            watch->refused = 1;
            return CURL_PREREQFUNC_ABORT;
        }
    }
    if (watch->on_send) watch->on_send(watch->context);
    return CURL_PREREQFUNC_OK;
}

/// `watch` lives as long as the handle.
static inline void ibid_curl_watch(CURL *h, ibid_connection_watch *watch, int guarded, void (*on_send)(void *), void *context) {
    watch->guarded = guarded;
    watch->refused = 0;
    watch->on_send = on_send;
    watch->context = context;
    if (guarded) {
        curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, ibid_open_guarded);
        curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, watch);
    }
    curl_easy_setopt(h, CURLOPT_PREREQFUNCTION, ibid_before_request);
    curl_easy_setopt(h, CURLOPT_PREREQDATA, watch);
}

static inline int ibid_text_is_public_address(const char *text) {
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) return ibid_address_is_public((struct sockaddr *)&v4);
    if (inet_pton(AF_INET6, text, &v6.sin6_addr) == 1) return ibid_address_is_public((struct sockaddr *)&v6);
    return -1;
}
