"""A bare Scrapy crawl that follows a host's links and does nothing else: ``scrapy_crawl.py URL PAGES``."""

import sys
import time
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

START, PAGES = sys.argv[1], int(sys.argv[2])


class Bare(scrapy.Spider):
    name = "bare"
    start_urls = (START,)
    custom_settings = {  # noqa: RUF012 — Scrapy wants a dict
        "ROBOTSTXT_OBEY": False,
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "DOWNLOAD_DELAY": 0,
        "CLOSESPIDER_PAGECOUNT": PAGES,
        "LOG_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
    }
    links = LinkExtractor()
    pages = 0
    host = urlsplit(START).netloc

    def parse(self, response):
        if not isinstance(response, scrapy.http.TextResponse):
            return
        Bare.pages += 1
        for link in self.links.extract_links(response):
            if urlsplit(link.url).netloc == self.host:
                yield scrapy.Request(link.url)


began = time.perf_counter()
process = CrawlerProcess()
process.crawl(Bare)
process.start()
print(Bare.pages, time.perf_counter() - began)
