// The C++ peer: Boost.Beast, simdjson, OpenBLAS and std::to_chars in one process.
//
// usage: cpp_peer PORT IO_THREADS
//
// POST /multiply {"a": [[..]], "b": [[..]]} -> {"product": [[..]]}
// Small requests are answered by the thread that read them. Large ones go to a pool of their own, so
// that they don't hold up the others.
#include <utility> // Boost 1.74's asio forgets it

#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <cblas.h>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <optional>
#include <simdjson.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

constexpr std::size_t largest_body = std::size_t{1} << 30;
constexpr std::size_t large_body = 64 * 1024;
constexpr std::size_t longest_number = 24;

struct Matrix {
    std::size_t rows = 0, columns = 0;
    std::vector<double> entries;
};

static Matrix read_matrix(simdjson::ondemand::value value)
{
    Matrix matrix;

    for (simdjson::ondemand::array row : value.get_array()) {
        for (double number : row)
            matrix.entries.push_back(number);
        if (++matrix.rows == 1)
            matrix.columns = matrix.entries.size();
        if (matrix.entries.size() != matrix.rows * matrix.columns)
            throw std::runtime_error("rows of different lengths");
    }
    return matrix;
}

// The body is given up as soon as it has been read: that halves the peak.
static std::pair<Matrix, Matrix> read_operands(std::string body)
{
    thread_local simdjson::ondemand::parser parser;
    std::pair<Matrix, Matrix> operands;

    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    auto document = parser.iterate(body.data(), body.size(), body.capacity());
    for (auto field : document.get_object()) {
        std::string_view name = field.unescaped_key();

        if (name == "a")
            operands.first = read_matrix(field.value());
        else if (name == "b")
            operands.second = read_matrix(field.value());
    }
    return operands;
}

static Matrix multiply(const Matrix &a, const Matrix &b)
{
    if (a.columns != b.rows || a.columns == 0)
        throw std::runtime_error("the inner numbers must match");

    Matrix c{a.rows, b.columns, std::vector<double>(a.rows * b.columns)};

    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, int(a.rows), int(b.columns),
                int(a.columns), 1, a.entries.data(), int(a.columns), b.entries.data(),
                int(b.columns), 0, c.entries.data(), int(c.columns));
    return c;
}

static std::string write_product(const Matrix &matrix)
{
    static constexpr std::string_view start = "{\"product\":[";
    std::string text(start.size() + matrix.entries.size() * (longest_number + 1) + matrix.rows * 2 + 2,
                     '\0');
    char *to = std::copy(start.begin(), start.end(), text.data());
    const double *from = matrix.entries.data();

    for (std::size_t i = 0; i < matrix.rows; i++) {
        *to++ = '[';
        for (std::size_t j = 0; j < matrix.columns; j++) {
            to = std::to_chars(to, to + longest_number, *from++).ptr;
            *to++ = ',';
        }
        to[-1] = ']';
        *to++ = ',';
    }
    to[-1] = ']';
    *to++ = '}';
    text.resize(std::size_t(to - text.data()));
    return text;
}

static std::string answer_to(std::string body)
{
    auto [a, b] = read_operands(std::move(body));

    return write_product(multiply(a, b));
}

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(tcp::socket socket, asio::thread_pool &workers)
        : socket_(std::move(socket)), workers_(workers)
    {
        socket_.set_option(tcp::no_delay(true));
    }

    void read()
    {
        parser_.emplace();
        parser_->body_limit(largest_body);
        http::async_read_header(socket_, buffer_, *parser_,
                                [self = shared_from_this()](beast::error_code error, std::size_t) {
                                    if (!error)
                                        self->read_body();
                                });
    }

private:
    // Room for simdjson's padding from the start saves a copy of the whole body.
    void read_body()
    {
        auto length = parser_->content_length();

        if (length && *length <= largest_body)
            parser_->get().body().reserve(*length + simdjson::SIMDJSON_PADDING);
        http::async_read(socket_, buffer_, *parser_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) {
                             if (!error)
                                 self->work();
                         });
    }

    void work()
    {
        if (parser_->get().body().size() < large_body)
            answer();
        else
            asio::post(workers_, [self = shared_from_this()] { self->answer(); });
    }

    void answer()
    {
        auto &request = parser_->get();

        response_ = {http::status::ok, request.version()};
        response_.set(http::field::content_type, "application/json");
        response_.keep_alive(request.keep_alive());
        try {
            response_.body() = answer_to(std::move(request.body()));
        } catch (const std::exception &problem) {
            response_.result(http::status::unprocessable_entity);
            response_.body() = std::string("{\"error\":\"") + problem.what() + "\"}";
        }
        response_.prepare_payload();
        http::async_write(socket_, response_,
                          [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error && self->response_.keep_alive())
                                  self->read();
                          });
    }

    tcp::socket socket_;
    asio::thread_pool &workers_;
    beast::flat_buffer buffer_{1 << 18};
    std::optional<http::request_parser<http::string_body>> parser_;
    http::response<http::string_body> response_;
};

static void accept(tcp::acceptor &acceptor, asio::thread_pool &workers)
{
    acceptor.async_accept([&](beast::error_code error, tcp::socket socket) {
        if (!error)
            std::make_shared<Session>(std::move(socket), workers)->read();
        accept(acceptor, workers);
    });
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return EXIT_FAILURE;

    auto port = static_cast<unsigned short>(std::atoi(argv[1]));
    int threads = std::atoi(argv[2]);
    asio::io_context io(threads);
    asio::thread_pool workers(std::thread::hardware_concurrency());
    tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), port});
    std::vector<std::jthread> others;

    accept(acceptor, workers);
    for (int i = 1; i < threads; i++)
        others.emplace_back([&] { io.run(); });
    io.run();
}
