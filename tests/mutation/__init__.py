"""Mutation testing of the law engine: one small wrong change at a time, and does a test notice?"""
