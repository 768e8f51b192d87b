#include "server/operations/transfers/csv_rows.h"

#include <doctest/doctest.h>

namespace csv_rows_test {

using server::operations::CsvRow;
using server::operations::CsvRows;

namespace {

// Each field in brackets, "!" behind a row that isn't well formed, a bar between rows.
std::string rows_of(std::string_view text, std::size_t piece, char delimiter = ',') {
  CsvRows rows(delimiter);
  std::string all;
  const auto take = [&] {
    while (const auto row = rows.next()) {
      if (!all.empty()) all += '|';
      for (const std::string& field : row->fields) all += "[" + field + "]";
      if (!row->well_formed) all += '!';
    }
  };
  for (std::size_t at = 0; at < text.size(); at += piece) {
    rows.add(text.substr(at, piece));
    take();
  }
  rows.end();
  take();
  CHECK(rows.pending_bytes() == 0);
  return all;
}

}  // namespace

TEST_CASE("rows are fields between delimiters, whatever pieces they come in") {
  struct Case {
    const char* name;
    const char* text;
    const char* rows;
  };
  const Case cases[] = {
      {"nothing",                     "",                           ""                 },
      {"one field",                   "a",                          "[a]"              },
      {"rows",                        "a,b\nc,d\n",                 "[a][b]|[c][d]"    },
      {"no end of the last line",     "a,b\nc,d",                   "[a][b]|[c][d]"    },
      {"ends of two characters",      "a,b\r\nc,\"d\"\r\n",         "[a][b]|[c][d]"    },
      {"empty fields",                ",a,\n,\n",                   "[][a][]|[][]"     },
      {"blank lines",                 "\n\r\na\n\n\nb\n",           "[a]|[b]"          },
      {"an empty field in quotes",    "\"\"\n",                     "[]"               },
      {"quotes",                      "\"a,b\",\"c\nd\",e\n",       "[a,b][c\nd][e]"   },
      {"quotes of the field's own",   "\"\"\"a\"\" b\",\"\"\"\"\n", "[\"a\" b][\"]"    },
      {"a quote in the middle",       "a\"b,c\nd,e\n",              "[a\"b][c]!|[d][e]"},
      {"something behind quotes",     "\"a\"b,c\n",                 "[ab][c]!"         },
      {"the text ends within quotes", "a\n\"b,c\n",                 "[a]|[b,c\n]!"     },
      {"a return within a field",     "a\rb,c\n",                   "[a\rb][c]"        },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    for (const std::size_t piece : {1, 2, 3, 100}) {
      CAPTURE(piece);
      CHECK(rows_of(c.text, piece) == c.rows);
    }
  }
}

TEST_CASE("another delimiter leaves commas alone") {
  CHECK(rows_of("a,b;c\n", 100, ';') == "[a,b][c]");
  CHECK(rows_of("a\tb\n", 100, '\t') == "[a][b]");
}

TEST_CASE("what isn't whole yet is no row, and has a size") {
  CsvRows rows(',');
  rows.add("12,345");
  CHECK(!rows.next());
  CHECK(rows.pending_bytes() == 5 + CsvRows::kFieldBytes);
  rows.add(",,");
  CHECK(!rows.next());
  CHECK(rows.pending_bytes() == 5 + 3 * CsvRows::kFieldBytes);
  rows.add("\n");
  CHECK(rows.next().has_value());
  CHECK(rows.pending_bytes() == 0);
}

TEST_CASE("a row has so much text, or so many fields, and no more") {
  const std::string commas(CsvRows::kMaxRowBytes / CsvRows::kFieldBytes, ',');
  for (const std::string& full : {std::string(CsvRows::kMaxRowBytes, 'x'), commas}) {
    CsvRows rows(',');
    rows.add(full + "\n");
    CHECK(rows.next().has_value());
    rows.add(full);
    CHECK_FALSE(rows.next());
    CHECK_FALSE(rows.is_too_long());
    rows.add(full.substr(0, 1) + "\na\n");
    CHECK_FALSE(rows.next());
    CHECK(rows.is_too_long());
    rows.end();
    CHECK_FALSE(rows.next());
  }
}

}  // namespace csv_rows_test
