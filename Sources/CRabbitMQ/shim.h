#include <stdint.h>
#include <stddef.h>
#include <sys/time.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <amqp_ssl_socket.h>

// What Swift cannot import: a function with variable arguments, and macros that contain casts.

static inline amqp_rpc_reply_t crabbitmq_login_plain(
    amqp_connection_state_t state, char const *vhost, int channel_max, int frame_max, int heartbeat,
    amqp_table_t const *client_properties, char const *user, char const *password) {
  return amqp_login_with_properties(state, vhost, channel_max, frame_max, heartbeat, client_properties,
                                    AMQP_SASL_METHOD_PLAIN, user, password);
}

static const uint32_t crabbitmq_basic_deliver = AMQP_BASIC_DELIVER_METHOD;
static const uint32_t crabbitmq_basic_return = AMQP_BASIC_RETURN_METHOD;
static const uint32_t crabbitmq_basic_ack = AMQP_BASIC_ACK_METHOD;
static const uint32_t crabbitmq_basic_nack = AMQP_BASIC_NACK_METHOD;
static const uint32_t crabbitmq_basic_cancel = AMQP_BASIC_CANCEL_METHOD;
static const uint32_t crabbitmq_basic_cancel_ok = AMQP_BASIC_CANCEL_OK_METHOD;
static const uint32_t crabbitmq_channel_close = AMQP_CHANNEL_CLOSE_METHOD;
static const uint32_t crabbitmq_channel_close_ok = AMQP_CHANNEL_CLOSE_OK_METHOD;
static const uint32_t crabbitmq_connection_close = AMQP_CONNECTION_CLOSE_METHOD;
static const uint32_t crabbitmq_connection_close_ok = AMQP_CONNECTION_CLOSE_OK_METHOD;
static const uint32_t crabbitmq_connection_blocked = AMQP_CONNECTION_BLOCKED_METHOD;
static const uint32_t crabbitmq_connection_unblocked = AMQP_CONNECTION_UNBLOCKED_METHOD;
